/* Plays QTI 3 items. `play(xml, answers, other)` opens an item, gives the answers, ends the attempt and returns the
 * outcome and response variables by name. `other` is an item that is opened before each attempt: the player does not
 * draw an item anew that it shows already. */
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

async function attempt(xml, state) {
  const player = await ready;
  const opened = happens("item");
  const session = { max_attempts: 0, show_feedback: true, validate_responses: false };
  player.loadItemFromXml(xml, { guid: "attempt", status: "interacting", sessionControl: session, ...(state && { state }) });
  await opened;
  await new Promise((resolve) => setTimeout(resolve, 100)); // the interactions take up the state after they are drawn
  const ended = happens("end");
  player.endAttempt("end");
  return (await ended).state;
}

const named = (variables) => Object.fromEntries(variables.map((each) => [each.identifier, each.value]));

window.play = async (xml, answers, other) => {
  await attempt(other, null);
  const state = await attempt(xml, null);
  const given = Object.entries(answers);
  for (const [name, value] of given) state.responseVariables.find((each) => each.identifier === name).value = value;
  let last = state;
  if (given.length) {
    await attempt(other, null);
    last = await attempt(xml, state);
  }
  return { outcomes: named(last.outcomeVariables), responses: named(last.responseVariables) };
};
