// A list that stays at its end while entries arrive, unless one has scrolled up to read: then it only says so.
export default {
  props: { label: String, newer: String },
  data: () => ({ unseen: false }),
  template: `
    <div>
      <div ref="list" class="list" role="log" tabindex="0" :aria-label="label" @scroll.passive="look"><slot></slot></div>
      <button v-if="unseen" type="button" class="newer" @click="toEnd">↓ {{ newer }}</button>
    </div>`,
  mounted() {
    this.atEnd = true;
    this.top = 0;
    this.observer = new ResizeObserver(() => this.atEnd && this.toEnd());
    this.observer.observe(this.$refs.list);
    this.observer.observe(this.$refs.list.firstElementChild);
  },
  beforeUnmount() {
    this.observer.disconnect();
  },
  methods: {
    // Only going up counts as leaving the end: what arrives just now must not look as if one had.
    look() {
      const { scrollHeight, scrollTop, clientHeight } = this.$refs.list;
      if (scrollHeight - scrollTop - clientHeight < 40) this.atEnd = true;
      else if (scrollTop < this.top) this.atEnd = false;
      this.top = scrollTop;
      if (this.atEnd) this.unseen = false;
    },
    toEnd() {
      this.unseen = false;
      this.$refs.list.scrollTop = this.$refs.list.scrollHeight;
    },
    arrived() {
      this.unseen = !this.atEnd;
    },
  },
};
