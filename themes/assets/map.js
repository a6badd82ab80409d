// The map of places: draws what the list beside it says (data-places), or thousands of points from an address of this
// host (data-points), or lets a person choose one (data-pick). Leaflet and supercluster come from the lock file; no request
// leaves this host unless the city runs a tile server of its own (data-tiles).
import { DivIcon, LatLngBounds, Map as LeafletMap, Marker, Popup, SVGOverlay, TileLayer, control } from "leaflet";
import Supercluster from "supercluster";

const KM = 1 / 111.32; // degrees of latitude
const words = {
  de: { zoomIn: "Karte vergrößern", zoomOut: "Karte verkleinern", places: (n) => `${n} Orte`, open: "anzeigen", help: "Pfeiltasten verschieben, Plus und Minus vergrößern.", close: "Schließen", number: (n) => `Nr. ${n}`, wait: "Wird geladen …", failed: "Das ließ sich nicht laden. Bitte nutzen Sie die Liste." },
  en: { zoomIn: "Zoom in", zoomOut: "Zoom out", places: (n) => `${n} places`, open: "show", help: "Arrow keys move the map, plus and minus zoom.", close: "Close", number: (n) => `No. ${n}`, wait: "Loading …", failed: "This could not be loaded. Please use the list." },
}[document.documentElement.lang.slice(0, 2) === "en" ? "en" : "de"];

const make = (tag, props = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
};

const read = (root) => [...root.querySelectorAll("ol.places > li[data-lat]")].map((li, i) => ({
  li, number: i + 1, lat: Number(li.dataset.lat), lon: Number(li.dataset.lon),
  name: li.querySelector("h2, h3, h4, h5, h6").textContent.trim(),
})).filter((p) => Number.isFinite(p.lat) && Number.isFinite(p.lon));

// Where no tiles are: land and a kilometre grid. Calm, and no claim to be a street map.
function backdrop(map, bounds) {
  const wide = bounds.pad(3), south = wide.getSouth(), west = wide.getWest();
  const squeeze = Math.cos((bounds.getCenter().lat * Math.PI) / 180);
  const width = ((wide.getEast() - west) / KM) * squeeze, height = (wide.getNorth() - south) / KM;
  const ns = "http://www.w3.org/2000/svg";
  const draw = (tag, attributes) => { const n = document.createElementNS(ns, tag); for (const [k, v] of Object.entries(attributes)) n.setAttribute(k, v); return n; };
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  svg.append(draw("rect", { class: "land", width, height }));
  const step = [0.5, 1, 2, 5, 10, 20].find((s) => Math.max(width, height) / s <= 60) || 50;
  for (let at = step; at < width; at += step) svg.append(draw("line", { class: "km", x1: at, x2: at, y1: 0, y2: height }));
  for (let at = step; at < height; at += step) svg.append(draw("line", { class: "km", x1: 0, x2: width, y1: at, y2: at }));
  new SVGOverlay(svg, wide, { interactive: false, className: "drawn" }).addTo(map);
}

// A map in its box with our own buttons, or null in a browser that is too old: the drawing stays.
function frame(box, view, fence = view.pad(2)) {
  const sketch = [...box.childNodes];
  box.replaceChildren();
  let map;
  try {
    map = new LeafletMap(box, { zoomControl: false, attributionControl: false, scrollWheelZoom: false, zoomSnap: 0.5, minZoom: 9, maxZoom: 18, keyboard: true });
  } catch {
    box.replaceChildren(...sketch);
    return null;
  }
  map.fitBounds(view, { animate: false, maxZoom: 16 });
  map.setMaxBounds(fence);
  box.setAttribute("aria-description", words.help);
  if (box.dataset.tiles) new TileLayer(box.dataset.tiles, { maxZoom: 19 }).addTo(map);
  else backdrop(map, view);
  control.scale({ imperial: false, position: "bottomleft" }).addTo(map);

  // Own buttons: 44 px, German names, in the tab order before the pins
  const zoom = make("div", { className: "zoom" });
  for (const [sign, label, by] of [["+", words.zoomIn, 1], ["−", words.zoomOut, -1]]) {
    const button = make("button", { type: "button", textContent: sign, title: label });
    button.setAttribute("aria-label", label);
    button.addEventListener("click", (e) => { e.stopPropagation(); map.setZoom(map.getZoom() + by); });
    button.addEventListener("dblclick", (e) => e.stopPropagation());
    zoom.append(button);
  }
  box.prepend(zoom);
  return map;
}

const around = (bounds) => (bounds.isValid() && !bounds.getNorthEast().equals(bounds.getSouthWest()) ? bounds.pad(0.2) : bounds.getCenter().toBounds(1500));
const boxOf = (node) => {
  const [south, west, north, east] = (node.dataset.box || "").split(",").map(Number);
  return [south, west, north, east].every(Number.isFinite) && north > south ? new LatLngBounds([[south, west], [north, east]]) : null;
};

// Places that stand in the list beside the map: a card is a copy of the list's own
function start(root) {
  const box = root.querySelector("[data-map]"), places = read(root);
  if (!box || !places.length) return;
  const map = frame(box, around(new LatLngBounds(places.map((p) => [p.lat, p.lon]))));
  if (map) pins(map, box, places, (p) => p.li.firstElementChild.cloneNode(true));
}

// Thousands of points [number, latitude, longitude, kind]; what a card says is asked for when it opens
async function load(root) {
  const box = root.querySelector("[data-map]");
  if (!box) return;
  let rows;
  try {
    const answer = await fetch(root.dataset.points, { headers: { Accept: "application/json" } });
    rows = (await answer.json()).points;
  } catch {
    return; // the drawing and the list stay
  }
  if (!rows.length && !boxOf(root)) return;
  const places = rows.map(([number, lat, lon, kind]) => ({ number, lat, lon, kind, name: words.number(number) }));
  const view = places.length ? around(new LatLngBounds(places.map((p) => [p.lat, p.lon]))) : boxOf(root);
  const map = frame(box, view);
  if (map) pins(map, box, places, (p, fit) => ask(root.dataset.card.replace(/0\/$/, `${p.number}/`), p, fit));
}

function ask(address, place, fit) {
  const card = make("div", { className: "stack stack-s" }, make("p", { className: "meta", textContent: words.wait }));
  card.setAttribute("aria-live", "polite");
  fetch(address, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
    .then((found) => card.replaceChildren(
      make("p", { className: "meta", textContent: found.meta }),
      make("h3", {}, make("a", { href: found.url, textContent: found.title })),
      make("p", { textContent: found.text }),
    ))
    .catch(() => card.replaceChildren(make("p", { textContent: `${place.name}: ${words.failed}` })))
    .finally(fit);
  return card;
}

function pins(map, box, places, card) {
  const index = new Supercluster({ radius: 48, maxZoom: 17, minPoints: 2 });
  index.load(places.map((p) => ({ type: "Feature", properties: { place: p }, geometry: { type: "Point", coordinates: [p.lon, p.lat] } })));
  let shown = [], back = null;

  const pin = (text, name, group, kind) => {
    const mark = make("span", { className: `marker${group ? " group" : ""}${kind ? ` ${kind}` : ""}` }, make("span", { textContent: text }));
    mark.firstChild.setAttribute("aria-hidden", "true");
    mark.append(make("span", { className: "vh", textContent: name }));
    return new DivIcon({ html: mark, className: "pin-box", iconSize: [44, 44], iconAnchor: [22, 22], popupAnchor: [0, -16] });
  };
  const press = (marker, run) => {
    marker.on("click", run);
    const node = marker.getElement();
    node.setAttribute("role", "button");
    node.addEventListener("focus", () => marker.setZIndexOffset(10000)); // above its neighbours: never a covered focus
    node.addEventListener("blur", () => marker.setZIndexOffset(0));
    node.addEventListener("keydown", (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); e.stopPropagation(); run(); } });
  };
  const show = (p, marker) => {
    back = marker.getElement();
    const popup = new Popup({ offset: [0, -12], closeButton: false, autoPanPadding: [24, 24], minWidth: 160, maxWidth: 260 }).setLatLng([p.lat, p.lon]);
    const close = make("button", { type: "button", className: "link", textContent: words.close });
    close.addEventListener("click", () => map.closePopup());
    popup.setContent(make("div", { className: "stack stack-s", tabIndex: -1 }, card(p, () => popup.update()), close)).openOn(map);
    popup.getElement().querySelector("[tabindex]").focus({ preventScroll: true });
  };
  map.on("popupclose", () => { if (back?.isConnected) back.focus({ preventScroll: true }); back = null; });

  const draw = () => {
    const held = document.activeElement, lost = box.contains(held) && held.classList.contains("pin-box");
    for (const marker of shown) marker.remove();
    const b = map.getBounds().pad(0.1);
    shown = index.getClusters([b.getWest(), b.getSouth(), b.getEast(), b.getNorth()], Math.floor(map.getZoom())).map((f) => {
      const [lon, lat] = f.geometry.coordinates, group = f.properties.cluster;
      const p = f.properties.place, n = group ? f.properties.point_count : 0;
      const marker = new Marker([lat, lon], { icon: group ? pin(words.places(n), `${words.places(n)} ${words.open}`, true) : pin(p.number, p.kind ? p.name : `${p.number}: ${p.name}`, false, p.kind), keyboard: true, alt: "" }).addTo(map);
      press(marker, group ? () => {
        const inside = new LatLngBounds(index.getLeaves(f.id, Infinity).map((leaf) => [...leaf.geometry.coordinates].reverse()));
        const to = Math.max(index.getClusterExpansionZoom(f.id), map.getZoom() + 1);
        map.setView(inside.getCenter(), Math.min(to, 18), { animate: false });
        shown[0]?.getElement().focus({ preventScroll: true });
      } : () => show(p, marker));
      return marker;
    });
    if (lost && !box.contains(document.activeElement)) box.focus({ preventScroll: true });
  };
  map.on("zoomend moveend", () => { if (!back) draw(); });
  map.on("popupclose", () => setTimeout(() => { if (!back) { const at = document.activeElement; draw(); if (at === document.body) box.focus({ preventScroll: true }); } }));
  draw();

  box.addEventListener("keydown", (e) => { if (e.key === "Escape" && back) { e.stopPropagation(); map.closePopup(); } });
  box.setAttribute("data-ready", "");
}

// Choose a place: tap the map, or move it with the keyboard and take its middle
function pick(root) {
  const box = root.querySelector("[data-map]"), bounds = boxOf(root);
  const fields = [root.dataset.lat, root.dataset.lon].map((id) => document.getElementById(id));
  if (!box || !bounds || fields.some((f) => !f)) return;
  root.hidden = false;
  const chosen = () => {
    const [lat, lon] = fields.map((f) => (f.value.trim() ? Number(f.value.replace(",", ".")) : NaN));
    return Number.isFinite(lat) && Number.isFinite(lon) ? [lat, lon] : null;
  };
  const map = frame(box, chosen() ? new LatLngBounds([chosen()]).getCenter().toBounds(1500) : bounds, bounds.pad(0.5));
  if (!map) { root.hidden = true; return; }
  box.append(make("span", { className: "middle" }));
  const status = root.querySelector("[data-pick-status]");
  const icon = new DivIcon({ html: make("span", { className: "marker" }), className: "pin-box", iconSize: [44, 44], iconAnchor: [22, 22] });
  let marker = null;
  const draw = () => {
    const at = chosen();
    marker?.remove();
    marker = at ? new Marker(at, { icon, keyboard: false, interactive: false, alt: "" }).addTo(map) : null;
    status.textContent = at ? status.dataset.chosen : status.dataset.none;
  };
  const set = (at) => {
    fields[0].value = at ? at.lat.toFixed(6) : "";
    fields[1].value = at ? at.lng.toFixed(6) : "";
    draw();
  };
  map.on("click", (e) => set(e.latlng));
  root.querySelector("[data-pick-middle]").addEventListener("click", () => set(map.getCenter()));
  root.querySelector("[data-pick-clear]").addEventListener("click", () => set(null));
  for (const field of fields) field.addEventListener("change", draw);
  draw();
  box.setAttribute("data-ready", "");
}

for (const root of document.querySelectorAll("[data-places]")) start(root);
for (const root of document.querySelectorAll("[data-points]")) load(root);
for (const root of document.querySelectorAll("[data-pick]")) pick(root);
