// Gives the controls of ipywidgets the names and states that a screen reader says: it leaves handles of sliders
// without a name, the text of a chosen option unsaid, and pressed buttons unmarked. Running it twice changes nothing.
(words) => {
  if (window.alliancelabNames) return;
  const put = (node, name, value) => {
    if (value && node.getAttribute(name) !== value) node.setAttribute(name, value);
  };
  const text = (node) => (node ? node.textContent.trim() : "");
  const named = (widget) => {
    const label = widget.querySelector(".widget-label");
    // An absent tooltip arrives as the word null, which would be shown.
    if (label?.title === "null") label.removeAttribute("title");
    return label?.title || text(label);
  };
  const slider = (widget) => {
    const handles = [...widget.querySelectorAll(".noUi-handle")];
    const readout = widget.querySelector(".widget-readout");
    const parts = text(readout).split(/\s*[-–]\s*/);
    const name = named(widget);
    handles.forEach((handle, n) => {
      const end = handles.length > 1 ? `, ${n ? words.last : words.first}` : "";
      put(handle, "aria-label", name && name + end);
      // What is read is the word or number beside the slider, not the place of an option in its list.
      put(handle, "aria-valuetext", handles.length === 1 ? text(readout) : parts.length === 2 && parts[n]);
    });
    if (readout && readout.isContentEditable) {
      put(readout, "role", "textbox");
      put(readout, "aria-label", name && `${name}, ${words.typed}`);
    }
  };
  const buttons = (widget) => {
    put(widget, "role", "group");
    put(widget, "aria-label", named(widget));
    for (const button of widget.querySelectorAll("button"))
      put(button, "aria-pressed", String(button.classList.contains("mod-active")));
  };
  const box = (input) => {
    const widget = input.closest(".jupyter-widgets");
    if (!input.labels?.length && !input.getAttribute("aria-labelledby") && !input.title)
      put(input, "aria-label", input.getAttribute("aria-label") || (widget && named(widget)) || input.placeholder);
  };
  const all = () => {
    document.querySelectorAll(".widget-slider").forEach(slider);
    document.querySelectorAll(".widget-toggle-buttons").forEach(buttons);
    document
      .querySelectorAll(".jupyter-widgets input, .jupyter-widgets select, .jupyter-widgets textarea")
      .forEach(box);
  };
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      all();
    });
  };
  window.alliancelabNames = new MutationObserver(soon);
  window.alliancelabNames.observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ["class", "aria-valuetext"],
  });
  all();
}
