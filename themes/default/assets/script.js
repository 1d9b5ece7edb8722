// Comforts. Every page works without this file.
(function () {
  "use strict";
  var root = document.documentElement;

  function announce(words) {
    var place = document.querySelector("[data-announce]");
    if (place) place.textContent = words;
  }

  // 长辈版: large type and strong contrast, remembered on this device only.
  function elder() {
    var button = document.querySelector("[data-elder]");
    if (!button) return;
    button.setAttribute("aria-pressed", String(root.classList.contains("elder")));
    button.addEventListener("click", function () {
      var on = root.classList.toggle("elder");
      button.setAttribute("aria-pressed", String(on));
      try {
        if (on) localStorage.setItem("gongkai-elder", "1");
        else localStorage.removeItem("gongkai-elder");
      } catch (e) { /* it then lasts for this page only */ }
      announce(on ? "已换成长辈版：大字、强对比" : "已换回标准版");
      tables();
    });
  }

  // A table that fits needs no stop for the keyboard.
  function tables() {
    document.querySelectorAll(".table-scroll").forEach(function (box) {
      var over = box.scrollWidth > box.clientWidth + 1;
      box.classList.toggle("over", over);
      if (over) {
        box.setAttribute("tabindex", "0");
        box.setAttribute("role", "region");
      } else {
        box.removeAttribute("tabindex");
        box.removeAttribute("role");
      }
    });
  }

  function copy(words, done) {
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(words).then(function () { done(true); }, function () { done(old(words)); });
    } else {
      done(old(words));
    }
  }

  // For pages opened from a folder or over plain http.
  function old(words) {
    var area = document.createElement("textarea");
    area.value = words;
    area.setAttribute("readonly", "");
    area.className = "hidden";
    document.body.appendChild(area);
    area.select();
    var ok = false;
    try { ok = document.execCommand("copy"); } catch (e) { ok = false; }
    document.body.removeChild(area);
    return ok;
  }

  function buttons() {
    document.querySelectorAll("[data-copy]").forEach(function (button) {
      var from = document.getElementById(button.getAttribute("data-copy"));
      if (!from) return;
      var label = button.textContent;
      button.hidden = false;
      button.addEventListener("click", function () {
        copy(from.textContent.trim(), function (ok) {
          var words = ok ? "已复制" : "没有复制成功，请选中文字复制";
          button.textContent = words;
          announce(words);
          setTimeout(function () { button.textContent = label; }, 4000);
        });
        button.focus();
      });
    });
    document.querySelectorAll("[data-print]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
  }

  // The search needs scripts; without them its box leads to the catalogue.
  function box() {
    document.querySelectorAll("[data-box]").forEach(function (form) { form.action = form.getAttribute("data-box"); });
    document.querySelectorAll("[data-script]").forEach(function (part) { part.hidden = false; });
  }

  box();
  elder();
  buttons();
  tables();
  window.addEventListener("resize", tables);
})();
