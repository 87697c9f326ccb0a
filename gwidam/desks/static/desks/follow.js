// An answer counts as read when it has been in sight of somebody for two seconds; the button does without this.
const SECONDS = 2;

function tell(article) {
  const form = article.querySelector("form");
  article.removeAttribute("data-unread");
  fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } })
    .then((answer) => { if (answer.ok) form.remove(); })
    .catch(() => {}); // the button is still there
}

const waiting = new Map();

function look(article, isInSight) {
  clearTimeout(waiting.get(article));
  if (isInSight && document.visibilityState === "visible" && article.dataset.unread)
    waiting.set(article, setTimeout(() => tell(article), SECONDS * 1000));
}

const eye = new IntersectionObserver((sights) => {
  for (const sight of sights) look(sight.target, sight.isIntersecting);
}, { threshold: 0.3 });

function watch() {
  for (const article of document.querySelectorAll("[data-unread]")) {
    eye.unobserve(article);
    if (document.visibilityState === "visible") eye.observe(article);
    else clearTimeout(waiting.get(article));
  }
}

document.addEventListener("visibilitychange", watch);
watch();
