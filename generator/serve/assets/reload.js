// Reloads the page when the preview has a newer state of the site than the one shown.
(function () {
  "use strict";
  var shown = new URL(document.currentScript.src).searchParams.get("v");
  var source = null;

  function close() {
    if (source) { source.close(); source = null; }
  }
  function open() {
    if (source || document.hidden) { return; }
    source = new EventSource("/_gongkai/events");
    source.addEventListener("version", function (event) {
      if (event.data !== shown) { close(); location.reload(); }
    });
  }
  // A browser keeps few connections to one host: a tab in the background holds none.
  document.addEventListener("visibilitychange", function () { if (document.hidden) { close(); } else { open(); } });
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
  open();
})();
