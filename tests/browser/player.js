/* Plays QTI 3 items. `play(xml, given, other)` opens an item and ends an attempt without an answer, then one for each of
 * the given answers; it returns the outcome and response variables of each by name, first those of the blank. `other` is
 * an item that is opened before each attempt: the player does not draw an item anew that it shows already. */
"use strict";

const waiting = {};
const happens = (name) => new Promise((resolve, reject) => {
  waiting[name] = resolve;
  setTimeout(() => reject(new Error(`the player never said: ${name}`)), 20000);
});
const happened = (name) => (value) => { const resolve = waiting[name]; delete waiting[name]; if (resolve) resolve(value); };

const component = window.qti3Player.default || window.qti3Player;
const ready = happens("player");
new Vue({
  el: "#player",
  render: (create) => create(component, {
    props: { suppressAlertMessages: true, suppressInvalidResponseMessages: true },
    on: {
      notifyQti3PlayerReady: happened("player"),
      notifyQti3ItemReady: happened("item"),
      notifyQti3EndAttemptCompleted: happened("end"),
    },
  }),
});

async function open(xml, state) {
  const player = await ready;
  const opened = happens("item");
  const session = { max_attempts: 0, show_feedback: true, validate_responses: false };
  player.loadItemFromXml(xml, { guid: "attempt", status: "interacting", sessionControl: session, ...(state && { state }) });
  await opened;
  return player;
}

async function attempt(xml, other, state) {
  await open(other, null);
  const player = await open(xml, state);
  await new Promise((resolve) => setTimeout(resolve, 100)); // the interactions take up the state after they are drawn
  const ended = happens("end");
  player.endAttempt("end");
  return (await ended).state;
}

const named = (variables) => Object.fromEntries(variables.map((each) => [each.identifier, each.value]));

const shown = (state) => ({ outcomes: named(state.outcomeVariables), responses: named(state.responseVariables) });

window.play = async (xml, given, other) => {
  const blank = await attempt(xml, other, null);
  const played = [shown(blank)];
  for (const answers of given) {
    const state = structuredClone(blank);
    for (const [name, value] of Object.entries(answers)) {
      state.responseVariables.find((each) => each.identifier === name).value = value;
    }
    played.push(shown(await attempt(xml, other, state)));
  }
  return played;
};
