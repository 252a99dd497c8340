// The figures one can play with: every control changes what the figure says, the keyboard and a
// finger move it, and its numbers are those of the program in the terminal. The page's side of the
// bargain is written down in docs/play/README.md.

import { execFileSync } from 'node:child_process';
import { disagreements } from '../../play/agree.mjs';

const ALL = ['projection', 'boundary', 'sigmoid', 'surface', 'step', 'descent', 'losses', 'regions',
  'temperature', 'digit', 'noise', 'momentum', 'variances', 'decay'];
const PATIENCE = 20000;

// What the figures of the open page said at each stop, by their names, and what is wrong with them.
export async function figures(page) {
  const found = [];
  const said = {};
  const names = await page.locator('figure.play').evaluateAll((all) => all.map(
    (figure) => figure.dataset.figure));
  for (const name of names) {
    const say = (what) => found.push(`figure ${name}: ${what}`);
    try {
      said[name] = await playWith(page, name, say);
    } catch (error) {
      say(error.message.split('\n')[0]);
    }
  }
  return { said, found };
}

// Where what they said is not what `program`, the native one, says.
export function compare(said, program) {
  return Object.entries(said).flatMap(([name, samples]) => {
    const asked = samples.map(({ inputs }) => [name, ...Object.entries(inputs)
      .map(([key, value]) => `${key}=${value}`)].join(' '));
    const native = execFileSync(program, { input: `${asked.join('\n')}\n`, encoding: 'utf8' })
      .trim().split('\n').map((line) => JSON.parse(line));
    const different = new Set(samples.flatMap(({ inputs, outputs }, at) => disagreements(
      name, inputs, outputs, native[at] ?? {})));
    return [...different].map((what) => `figure ${name}: ${what}`);
  });
}

// What the book has to have of them, on whichever page.
export function allThere(names) {
  const missing = ALL.filter((name) => !names.has(name));
  return missing.map((name) => `there is no figure ${name} in any chapter`);
}

// Moves every control there is; returns the inputs and outputs at each stop.
async function playWith(page, name, say) {
  const figure = page.locator(`figure.play[data-figure="${name}"]`);
  await figure.evaluate((element) => window.play.start(element));
  await figure.locator('xpath=self::*[@data-state="live"]').waitFor({ timeout: PATIENCE });
  if (await figure.locator('img.figure').isVisible()) say('the static figure is still shown');
  const read = () => figure.evaluate((element) => ({
    inputs: { ...element.play.inputs }, outputs: { ...element.play.outputs },
  }));
  const begin = await read();
  const samples = [begin];

  const act = async (what, move) => {
    const before = await read();
    await move();
    const after = await read();
    if (JSON.stringify(after.inputs) === JSON.stringify(before.inputs)) {
      say(`does not answer to ${what}`);
    } else if (JSON.stringify(after.outputs) === JSON.stringify(before.outputs)) {
      say(`says the same after ${what}`);
    }
    (await staleNumbers(figure)).forEach(say);
    samples.push(after);
  };
  for (const control of await figure.locator('input').all()) {
    const { type, id } = await control.evaluate(({ type, id }) => ({ type, id }));
    const words = await control.evaluate((element) => element.labels?.[0]?.textContent.trim());
    if (!words) say(`the control #${id} has no label`);
    if (type === 'range') {
      await control.scrollIntoViewIfNeeded();
      await control.focus();
      const { value, max } = await control.evaluate(({ value, max }) => ({ value, max }));
      await act(`the arrow keys on #${id}`, () => page.keyboard.press(
        value === max ? 'ArrowLeft' : 'ArrowRight'));
      await act(`the key Home on #${id}`, () => page.keyboard.press('Home'));
      await act(`a press at three quarters of #${id}`, () => press(page, control, 0.75));
    } else if (type === 'radio' || type === 'checkbox') {
      if (type === 'radio' && await control.isChecked()) continue;
      await act(`#${id}`, () => control.check());
    }
  }
  for (const field of await figure.locator('[role="grid"]').all()) {
    if (!await field.getAttribute('aria-label')) say('the field has no label');
    await field.scrollIntoViewIfNeeded();
    await field.locator('[tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await act('the space bar in the field', () => page.keyboard.press('Space'));
    await act('a press in the field', () => press(page, field, 0.95));
  }
  for (const button of await figure.locator('button:not([id$="-reset"])').all()) {
    await act(`the button #${await button.getAttribute('id')}`, () => button.click());
  }
  await figure.locator(`#play-${name}-reset`).click();
  const end = await read();
  if (JSON.stringify(end.inputs) !== JSON.stringify(begin.inputs)) {
    say('its reset does not bring it back to where it began');
  }
  return samples;
}

// With a finger where there are fingers, else with the mouse.
async function press(page, control, share) {
  const { x, y, width, height } = await control.boundingBox();
  const at = [x + share * width, y + height / 2];
  const fingers = await page.evaluate(() => navigator.maxTouchPoints > 0);
  await (fingers ? page.touchscreen.tap(...at) : page.mouse.click(...at));
}

// The numbers plugged into the formula are the current ones, rounded to the last digit shown.
function staleNumbers(figure) {
  return figure.evaluate((element) => {
    const all = { ...element.play.inputs, ...element.play.outputs };
    const superscript = (text) => [...text].map((sign) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign))
      .map((at) => (at === 0 ? '-' : at - 1)).join('');
    // "−1.5 · 10⁻³" is −0.0015, and its last digit stands for 0.0001; that of 1490 stands for 10.
    const read = (text) => {
      const [digits, power] = text.replace('−', '-').replace(/[()\s]/g, '').split('·10');
      const scale = 10 ** Number(superscript(power ?? '⁰'));
      const [, fraction] = digits.split('.');
      const decimals = fraction?.length ?? -(/[1-9](0*)$/.exec(digits)?.[1].length ?? 0);
      return { shown: Number(digits) * scale, lastDigit: scale / 10 ** decimals };
    };
    return [...element.querySelectorAll('.play-number')].flatMap((number) => {
      const { name, value } = number.dataset;
      if (![all[name]].flat().includes(Number(value))) {
        return [`the formula has ${name} = ${value}, the figure ${all[name]}`];
      }
      const { shown, lastDigit } = read(number.textContent);
      if (Math.abs(shown - Number(value)) <= 0.501 * lastDigit) return [];
      return [`shows ${number.textContent} for ${name} = ${value}`];
    });
  });
}
