// Starts the page. A file of its own, because the Content-Security-Policy forbids scripts in the HTML.
import init from "./catlink.js";

init().catch((error) => {
  console.error(error);
  const boot = document.getElementById("boot");
  if (boot) {
    boot.textContent = "画面を読み込めませんでした。ページを再読み込みしてください。";
  }
});
