// A list that stays at its end while entries arrive, unless one has scrolled up to read.
export default {
  template: `<div @scroll.passive="look"><slot></slot></div>`,
  mounted() {
    this.atEnd = true;
    this.observer = new ResizeObserver(() => this.atEnd && this.toEnd());
    this.observer.observe(this.$el);
    this.observer.observe(this.$el.firstElementChild);
  },
  beforeUnmount() {
    this.observer.disconnect();
  },
  methods: {
    look() {
      const { scrollHeight, scrollTop, clientHeight } = this.$el;
      this.atEnd = scrollHeight - scrollTop - clientHeight < 40;
    },
    toEnd() {
      this.$el.scrollTop = this.$el.scrollHeight;
    },
  },
};
