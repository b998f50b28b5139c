// A field for messages and commands: Enter sends, Shift+Enter breaks the line, "/" offers commands and "@" people.
const MOST_OFFERS = 8;

export default {
  props: {
    label: String, hint: String, send: String, commandsLabel: String, peopleLabel: String,
    commands: Array, people: Array, focused: Boolean,
  },
  emits: ["send"],
  data: () => ({ text: "", caret: 0, chosen: -1, closed: false }),
  template: `
    <form class="composer" @submit.prevent="submit">
      <ul v-if="offers.length" class="offers" role="listbox" :id="listId"
          :aria-label="mention === null ? commandsLabel : peopleLabel">
        <li v-for="(entry, index) in offers" :key="entry.name" role="option" :id="listId + index"
            :aria-selected="String(index === chosen)" @mousedown.prevent="take(entry)">
          <b>{{ entry.name }}</b> <span class="usage">{{ entry.usage }}</span>{{ " " }}
          <span class="about">{{ entry.about }}</span>
        </li>
      </ul>
      <div class="writing">
        <slot></slot>
        <textarea ref="field" rows="1" v-model="text" :aria-label="label" :placeholder="label" aria-autocomplete="list"
            :aria-controls="offers.length ? listId : null" :aria-activedescendant="chosen < 0 ? null : listId + chosen"
            @input="look" @click="look" @keydown="press" @keyup="follow" @blur="closed = true" @focus="look"></textarea>
        <button type="submit" class="primary" :disabled="!text.trim()">{{ send }}</button>
      </div>
      <p class="hint">{{ hint }}</p>
    </form>`,
  computed: {
    listId() {
      return this.$attrs.id + "-offers";
    },
    // What stands between the caret and the last "@" before it, or null: "@佐藤 美" is still a name in the making.
    mention() {
      const found = this.text.slice(0, this.caret).match(/(?:^|[^\w.])[@＠]([^@＠\n]{0,20})$/);
      return found && found[1];
    },
    offers() {
      if (this.closed) return [];
      if (this.mention !== null) {
        const wanted = this.mention.toLowerCase();
        return this.people.filter((p) => fits(p, wanted)).slice(0, MOST_OFFERS);
      }
      if (!this.text.startsWith("/")) return [];
      // The commands that fit what has been typed; once there is a space, the one in use, as a reminder of its usage.
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
      this.caret = this.$refs.field.selectionStart;
    },
    follow(event) {
      if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) this.look();
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
      if (this.mention !== null) return !this.people.some((person) => person.name === "@" + this.mention.trimEnd());
      return !/\s/.test(this.text) && !this.commands.some((command) => command.name === this.text);
    },
    take(entry) {
      const start = this.mention === null ? 0 : this.caret - this.mention.length - 1;
      const end = this.mention === null ? this.text.length : this.caret;
      this.text = this.text.slice(0, start) + entry.name + " " + this.text.slice(end);
      this.chosen = -1;
      const caret = start + entry.name.length + 1;
      this.$nextTick(() => {
        this.$refs.field.focus();
        this.$refs.field.setSelectionRange(caret, caret);
        this.caret = caret;
        this.closed = this.mention !== null;
      });
    },
    submit() {
      if (!this.text.trim()) return;
      this.$emit("send", this.text.trim());
      this.text = "";
      this.$nextTick(this.look);
    },
    restore(text) {
      this.text ||= text;
    },
  },
};

// By the beginning of the family name, of the given name or of the handle; a finished name asks for nothing more.
function fits(person, wanted) {
  const name = person.name.slice(1).toLowerCase();
  if (wanted === name + " ") return false;
  return [name, person.about, ...name.split(" ")].some((part) => part.toLowerCase().startsWith(wanted));
}
