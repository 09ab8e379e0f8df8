/** The few drawings of the app: strokes on a field of 24 by 24. */
export const PATHS = {
  home: "M4 11 12 4l8 7v9h-5v-6H9v6H4z",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-4 2.7-6 6-6s6 2 6 6M16 4.5a3.5 3.5 0 0 1 0 6.5M17.5 14c2.3.6 3.5 2.6 3.5 6",
  person: "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 21c0-4.5 3.2-7 7.5-7s7.5 2.5 7.5 7",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21.5h4",
  check: "M4.5 12.5 10 18 20 6.5",
  cross: "M6 6l12 12M18 6 6 18",
  alert: "M12 4 2.5 20h19zM12 10v4.5M12 17.4v.1",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
  onwards: "M9 5l7 7-7 7",
  backwards: "M15 5l-7 7 7 7",
  down: "M5 9l7 7 7-7",
  up: "M5 15l7-7 7 7",
  pass: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM17.5 17.5H20V20h-2.5z",
  bag: "M5 8h14l-1 13H6zM9 8V6a3 3 0 0 1 6 0v2",
  plus: "M12 5v14M5 12h14",
  lock: "M6 11h12v10H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  print: "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
  offline: "M3 3l18 18M5 10a11 11 0 0 1 4-2.4M13 7.2A11 11 0 0 1 19 10M8 14a6 6 0 0 1 5-1.6M12 18.5v.1",
  card: "M3 6h18v13H3zM6.5 15.5c0-2 1-3 2.5-3s2.5 1 2.5 3M9 10.5v.1M14 10.5h4M14 14h4",
  shirt: "M8 4 3 8l2.5 3.5L7 10.5V20h10v-9.5l1.5 1L21 8l-5-4c-.8 1.6-2.2 2.5-4 2.5S8.8 5.6 8 4z",
  food: "M4 11h16c0 4.5-3 8-8 8s-8-3.5-8-8zM8 21h8M9 3.5c-1 1.5 1 2.5 0 4M14 3.5c-1 1.5 1 2.5 0 4",
  coin: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM14.5 9.3c-.6-.8-1.5-1.1-2.5-1.1-3 0-3 3.8 0 3.8s3 3.8 0 3.8c-1 0-1.9-.3-2.5-1.1M12 6.8v10.4",
  office: "M4 21V5h10v16M14 10h6v11M2.5 21h19M8 9h2M8 13h2M8 17h2",
  speech: "M4 5h16v11h-9l-4 4v-4H4z",
  phone: "M7 3h10v18H7zM11 18h2",
} as const;

export type Shape = keyof typeof PATHS;
