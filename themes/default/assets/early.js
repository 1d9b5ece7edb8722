// Runs before the page is painted: the reader's 长辈版 must not flash.
(function (root) {
  try {
    if (localStorage.getItem("gongkai-elder") === "1") root.classList.add("elder");
  } catch (e) { /* storage may be closed; the page works without it */ }
  root.classList.add("js");
})(document.documentElement);
