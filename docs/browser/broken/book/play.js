// A figure that squares a number.
window.play = {
  start(figure) {
    const slider = figure.querySelector('input');
    const number = figure.querySelector('.play-number');
    const update = () => {
      const x = Number(slider.value);
      const square = x * x;
      figure.play = { inputs: { x }, outputs: { square } };
      number.dataset.value = square;
      number.textContent = square;
    };
    slider.addEventListener('input', update);
    figure.querySelector('button').addEventListener('click', () => {
      slider.value = 3;
      update();
    });
    figure.querySelector('.play-live').hidden = false;
    figure.querySelector('img').hidden = true;
    update();
    figure.dataset.state = 'live';
  },
};
