// What ical.js reads in a calendar on standard input: each entry's hours as instants, and as clocks in a zone show them.
import ICAL from 'ical.js';

const zone = process.argv[2];
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });

let text = '';
for await (const part of process.stdin) text += part;
const calendar = new ICAL.Component(ICAL.parse(text));
for (const each of calendar.getAllSubcomponents('vtimezone')) {
  ICAL.TimezoneService.register(new ICAL.Timezone(each));
}
const found = calendar.getAllSubcomponents('vevent').map((component) => {
  const event = new ICAL.Event(component);
  const starts = new Date(event.startDate.toUnixTime() * 1000);
  return {
    uid: event.uid,
    starts: starts.toISOString(),
    ends: new Date(event.endDate.toUnixTime() * 1000).toISOString(),
    clock: clock.format(starts),
    status: component.getFirstPropertyValue('status'),
    sequence: event.sequence,
    title: event.summary,
  };
});
console.log(JSON.stringify(found));
