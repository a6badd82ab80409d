/* Progressive enhancement only: every page works without this file. No storage, no cookie, own host only. */
(() => {
  const on = (type, run, target = window) => target.addEventListener(type, run);
  const all = (selector, root = document) => root.querySelectorAll(selector);
  const make = (tag, props = {}) => Object.assign(document.createElement(tag), props);

  // Drop-downs in the header close with Escape or a click elsewhere.
  const drops = all("details.drop");
  on("keydown", (e) => {
    if (e.key !== "Escape") return;
    for (const d of drops) if (d.open) { const back = d.contains(document.activeElement); d.open = false; if (back) d.firstElementChild.focus(); }
  });
  on("click", (e) => { for (const d of drops) if (d.open && !d.contains(e.target)) d.open = false; });

  // After a failed submit the error summary takes the focus.
  document.querySelector(".errsum")?.focus({ preventScroll: true });

  // A link to a fold, or to something inside one, opens it.
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = target && target.closest("details");
    if (fold && !fold.open) { fold.open = true; target.scrollIntoView(); }
  };
  on("hashchange", unfold); unfold();

  // Support buttons and the like: the form posts in the background and the part named by data-swap is replaced
  // by the same part of the answer. Without an answer the form is sent the ordinary way.
  on("submit", async (e) => {
    const form = e.target, name = form.dataset.swap, part = name && document.getElementById(name);
    if (!part || e.defaultPrevented) return;
    e.preventDefault();
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: new FormData(form, e.submitter), headers: { "X-Requested-With": "fetch" } });
    } catch { delete form.dataset.swap; return form.requestSubmit(e.submitter); }
    const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(name);
    if (!fresh) return location.assign(answer.url);
    part.replaceWith(fresh);
    (fresh.querySelector("[aria-pressed], button") || fresh).focus();
  });

  // Video in two clicks: the frame of the other host exists only after the click.
  for (const box of all("[data-embed]")) {
    const button = box.querySelector("button");
    button.hidden = false;
    on("click", () => {
      const frame = make("iframe", { src: box.dataset.embed, title: box.dataset.title, allowFullscreen: true, tabIndex: 0 });
      box.replaceChildren(frame); frame.focus();
    }, button);
  }

  // Suggestions while typing: a combobox after the ARIA pattern; the address answers
  // {"suggestions": [{"title", "url", "kind"}]}, shown under the field.
  for (const input of all("input[data-suggest]")) {
    const list = make("ul", { className: "suggest", id: `${input.id}-liste`, role: "listbox", hidden: true });
    list.setAttribute("aria-label", input.labels[0]?.textContent || "");
    input.closest("form").append(list);
    for (const [k, v] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(k, v);
    let at = -1, timer, last = "";
    const show = (open) => { list.hidden = !open; input.setAttribute("aria-expanded", open); if (!open) mark(-1); };
    const mark = (n) => {
      at = n;
      [...list.children].forEach((li, i) => li.setAttribute("aria-selected", i === n));
      if (n < 0) input.removeAttribute("aria-activedescendant");
      else { input.setAttribute("aria-activedescendant", list.children[n].id); list.children[n].scrollIntoView({ block: "nearest" }); }
    };
    const take = (li) => { if (li.dataset.url) location.href = li.dataset.url; else { input.value = li.firstChild.textContent; input.form.submit(); } };
    const ask = async () => {
      const q = last = input.value.trim();
      if (q.length < 2) return show(false);
      try {
        const url = new URL(input.dataset.suggest, location); url.searchParams.set("q", q);
        const found = (await (await fetch(url, { headers: { Accept: "application/json" } })).json()).suggestions || [];
        if (q !== last || document.activeElement !== input) return;
        list.replaceChildren(...found.slice(0, 8).map((s, i) => {
          const li = make("li", { id: `${list.id}-${i}`, role: "option" });
          li.dataset.url = s.url || ""; li.append(make("span", { textContent: s.title }));
          if (s.kind) li.append(make("span", { className: "meta", textContent: s.kind }));
          return li;
        }));
        mark(-1); show(found.length > 0);
      } catch { show(false); }
    };
    on("input", () => { clearTimeout(timer); timer = setTimeout(ask, 160); }, input);
    on("keydown", (e) => {
      const n = list.children.length;
      if (e.key === "Escape" && !list.hidden) { show(false); e.stopPropagation(); e.preventDefault(); }
      else if ((e.key === "ArrowDown" || e.key === "ArrowUp") && n) {
        e.preventDefault(); list.hidden && show(true);
        mark(e.key === "ArrowDown" ? (at + 1) % n : (at <= 0 ? n : at) - 1);
      } else if (e.key === "Enter" && at >= 0 && !list.hidden) { e.preventDefault(); take(list.children[at]); }
    }, input);
    on("blur", () => setTimeout(() => show(false), 150), input);
    on("mousedown", (e) => e.preventDefault(), list);
    on("click", (e) => { const li = e.target.closest("li"); if (li) take(li); }, list);
  }
})();
