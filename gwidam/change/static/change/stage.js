// The clock on the wall. Every screen counts down from the seconds the house told it last; each change comes by the
// live stream, so that all of them show the same.
let since = performance.now();

function told(clock) {
  const passed = clock.dataset.running ? (performance.now() - since) / 1000 : 0;
  return Math.round(Number(clock.dataset.left) - passed);
}

function draw() {
  const clock = document.querySelector("[data-clock]");
  if (!clock) return;
  const left = told(clock);
  const whole = Math.abs(left);
  const words = `${left < 0 ? "+" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  if (clock.textContent !== words) clock.textContent = words;
  clock.dataset.state = left < 0 ? "late" : left <= 60 ? "soon" : "safe";
}

document.addEventListener("htmx:after:swap", () => {
  since = performance.now();
  draw();
});
draw();
setInterval(draw, 200);
