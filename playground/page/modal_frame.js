// The browser's own modal dialog: it keeps the keyboard inside and gives the focus back when it goes.
export default {
  template: `<dialog @cancel.prevent="$emit('leave')" @close="$emit('leave')"><slot></slot></dialog>`,
  emits: ["leave"],
  mounted() {
    this.$el.showModal();
    // Left alone, the browser would begin at the button that closes the form.
    if (!this.$el.querySelector("[autofocus]")) this.$el.querySelector("input, textarea, select, summary")?.focus();
  },
  beforeUnmount() {
    this.$el.close();
  },
};
