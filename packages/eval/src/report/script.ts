/** Turns each strip of boards into one board with a slider. The page reads well without it. */
export const script = `
for (const game of document.querySelectorAll("[data-game]")) {
  const frames = game.querySelectorAll(".frames > li");
  const slider = game.querySelector("input");
  const play = game.querySelector("[data-play]");
  let timer = 0;
  const show = (index) => {
    const bounded = Math.max(0, Math.min(frames.length - 1, index));
    slider.value = bounded;
    frames.forEach((frame, place) => { frame.hidden = place !== bounded; });
  };
  const stop = () => { clearInterval(timer); timer = 0; play.textContent = "play"; };
  slider.addEventListener("input", () => { stop(); show(Number(slider.value)); });
  for (const button of game.querySelectorAll("[data-step]"))
    button.addEventListener("click", () => { stop(); show(Number(slider.value) + Number(button.dataset.step)); });
  play.addEventListener("click", () => {
    if (timer) return stop();
    if (Number(slider.value) === frames.length - 1) show(0);
    play.textContent = "pause";
    timer = setInterval(() => {
      show(Number(slider.value) + 1);
      if (Number(slider.value) === frames.length - 1) stop();
    }, 700);
  });
  game.classList.add("stepping");
  game.querySelector(".controls").hidden = false;
  show(frames.length - 1);
}`;
