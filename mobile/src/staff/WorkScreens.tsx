/** All of an office's work in one piece: what its screens share is fetched once, and by nobody else. */
export { default as PayScreens } from "./pay/PayScreens";
export { Workday } from "./workday/Workday";
export { default as WorkdayScreens } from "./workday/WorkdayScreens";
export { default as WorkdayWaits } from "./workday/WorkdayWaits";
export { default as MonthScreens } from "./workmonth/MonthScreens";
export { default as WorkWaits } from "./workmonth/WorkWaits";
