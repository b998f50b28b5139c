// A field for messages and commands: Enter sends, Shift+Enter breaks the line, "/" offers the app's commands.
export default {
  props: { label: String, hint: String, send: String, offer: String, commands: Array, focused: Boolean },
  emits: ["send"],
  data: () => ({ text: "", chosen: -1, closed: false }),
  template: `
    <form class="composer" @submit.prevent="submit">
      <ul v-if="offers.length" class="offers" role="listbox" :id="listId" :aria-label="offer">
        <li v-for="(command, index) in offers" :key="command.name" role="option" :id="listId + index"
            :aria-selected="String(index === chosen)" @mousedown.prevent="take(command)">
          <b>{{ command.name }}</b> <span class="usage">{{ command.usage }}</span>{{ " " }}
          <span class="about">{{ command.about }}</span>
        </li>
      </ul>
      <div class="writing">
        <textarea ref="field" rows="1" v-model="text" :aria-label="label" :placeholder="label" aria-autocomplete="list"
            :aria-controls="offers.length ? listId : null" :aria-activedescendant="chosen < 0 ? null : listId + chosen"
            @input="look" @keydown="press"></textarea>
        <button type="submit" class="primary" :disabled="!text.trim()">{{ send }}</button>
      </div>
      <p class="hint">{{ hint }}</p>
    </form>`,
  computed: {
    listId() {
      return this.$attrs.id + "-offers";
    },
    // The commands that fit what has been typed; once there is a space, the one in use, as a reminder of its usage.
    offers() {
      if (this.closed || !this.text.startsWith("/")) return [];
      const [name, ...rest] = this.text.split(/\s/);
      return this.commands.filter((c) => (rest.length ? c.name === name : c.name.startsWith(name)));
    },
  },
  mounted() {
    // On a small screen the keyboard would cover what one came to read.
    if (this.focused && window.matchMedia("(min-width: 701px)").matches) this.$refs.field.focus();
  },
  methods: {
    look() {
      this.chosen = -1;
      this.closed = false;
    },
    press(event) {
      // While Japanese is being converted, Enter belongs to the conversion (keyCode 229: the key that ends it in Safari).
      if (event.isComposing || event.keyCode === 229) return;
      const count = this.offers.length;
      if (event.key === "Escape" && count) {
        this.closed = true;
        this.chosen = -1;
      } else if (event.key === "ArrowDown" && count) {
        this.chosen = (this.chosen + 1) % count;
      } else if (event.key === "ArrowUp" && count) {
        this.chosen = (Math.max(this.chosen, 0) - 1 + count) % count;
      } else if (event.key === "Tab" && count && !event.shiftKey && this.unfinished()) {
        this.take(this.offers[Math.max(this.chosen, 0)]);
      } else if (event.key === "Enter" && !event.shiftKey) {
        if (count && (this.chosen >= 0 || this.unfinished())) this.take(this.offers[Math.max(this.chosen, 0)]);
        else this.submit();
      } else {
        return;
      }
      event.preventDefault();
    },
    unfinished() {
      return !/\s/.test(this.text) && !this.offers.some((command) => command.name === this.text);
    },
    take(command) {
      this.text = command.name + " ";
      this.chosen = -1;
      this.$refs.field.focus();
    },
    submit() {
      if (!this.text.trim()) return;
      this.$emit("send", this.text.trim());
      this.text = "";
      this.look();
    },
    restore(text) {
      this.text ||= text;
    },
  },
};
