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
  { what: "settings", limit: 12_000, chunks: ["SettingsScreens", "NoticesScreen"], ahead: true },
  {
    what: "an office",
    limit: 40_000,
    chunks: [
      "StaffSignIn",
      "StaffScreens",
      "QueueScreens",
      "DayScreen",
      "InmateScreens",
      "ClosedScreen",
      "VouchScreen",
      "es",
    ],
  },
  { what: "an office's work", limit: 45_000, chunks: ["WorkScreens"] },
  { what: "English, family and office", limit: 20_000, chunks: ["en"] },
  { what: "Quechua, family and office", limit: 20_000, chunks: ["quz"] },
  { what: "Aymara, family and office", limit: 20_000, chunks: ["ay"] },
  { what: "trying out only", limit: 2_000, chunks: ["Demo"] },
];

/** The part's name for a chunk: its file without the mark of its content. */
export const chunkOf = (file) => file.replace(/^.*\//, "").replace(/-[0-9a-f]{32}\.js$/, "");
