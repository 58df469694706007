// A sample shop: a page with the tracking script under a strict policy. Signing up is a lead from the browser; buying
// is a sale that the shop's own server reports.
export const shopPage = {
  html: (base: string, key: string) => `<!doctype html>
<html lang="en">
  <head>
    <title>A shop</title>
    <script src="${base}/hg.js" data-key="${key}" data-consent="session" defer></script>
    <script src="/shop.js" defer></script>
  </head>
  <body>
    <h1>A shop</h1>
    <form id="sign-up"><label>Name <input name="user" /></label><input type="hidden" name="hg_click_id" /><button>Sign up</button></form>
    <button id="buy">Buy</button>
    <p id="said"></p>
  </body>
</html>`,
  script: `
const said = document.querySelector("#said");
let user = "";
let click = null;
document.querySelector("#sign-up").addEventListener("submit", (event) => {
  event.preventDefault();
  user = new FormData(event.target).get("user");
  click = new FormData(event.target).get("hg_click_id");
  honeyguide("lead", { customer: { external_id: user }, event_name: "signup" }, (reported) => {
    said.textContent = reported ? "welcome, " + user : "not reported";
  });
});
document.querySelector("#buy").addEventListener("click", async () => {
  const answer = await fetch("/till", { method: "POST", body: JSON.stringify({ user, click, secret: window.secret }) });
  said.textContent = answer.status === 201 ? "bought" : "not bought: " + answer.status;
});
`,
};
