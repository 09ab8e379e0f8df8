// The parts of the exported page: who needs them, the most that they may weigh together in Brotli bytes, and whether a
// family's phone fetches them ahead for a day without signal. What a phone has used it keeps in any case.
export const PARTS = [
  {
    what: "home of a family, first visit",
    limit: 155_000,
    chunks: ["index", "__expo-metro-runtime", "__common"],
    page: true,
    ahead: true,
  },
  { what: "visits of a family", limit: 12_000, chunks: ["VisitScreens"], ahead: true },
  { what: "booking", limit: 12_000, chunks: ["BookingScreens"], ahead: true },
  { what: "people and ties", limit: 14_000, chunks: ["PeopleScreens"], ahead: true },
  { what: "what somebody earns", limit: 12_000, chunks: ["EarningsScreens"] },
  { what: "activities for families", limit: 12_000, chunks: ["EventScreens"] },
  { what: "settings", limit: 12_000, chunks: ["SettingsScreens", "NoticesScreen"], ahead: true },
  // All rooms of an office are one piece: what two pieces share goes into the home of every family.
  { what: "an office, its work too", limit: 150_000, chunks: ["StaffSignIn", "StaffScreens", "es"] },
  { what: "English: family, earnings, office", limit: 50_000, chunks: ["en"] },
  { what: "Quechua: family, earnings, office", limit: 50_000, chunks: ["quz"] },
  { what: "Aymara: family, earnings, office", limit: 50_000, chunks: ["ay"] },
  { what: "trying out only", limit: 2_000, chunks: ["Demo"] },
];

/** The part's name for a chunk: its file without the mark of its content. */
export const chunkOf = (file) => file.replace(/^.*\//, "").replace(/-[0-9a-f]{32}\.js$/, "");
