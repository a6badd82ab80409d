/* Says so when a device refuses a passkey, and hides the buttons where there can be none. */
(() => {
  const note = document.getElementById("passkey-problem");
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    if (note) { note.hidden = false; note.scrollIntoView({ block: "nearest" }); }
  });
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = !window.PublicKeyCredential;
})();
