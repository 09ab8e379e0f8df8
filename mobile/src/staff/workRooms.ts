import { lazy } from "react";

const work = () => import("./WorkScreens");

/** The rooms of work, which nobody else's phone fetches. */
export const PayScreens = lazy(() => work().then((screens) => ({ default: screens.PayScreens })));
export const MonthScreens = lazy(() => work().then((screens) => ({ default: screens.MonthScreens })));
export const WorkWaits = lazy(() => work().then((screens) => ({ default: screens.WorkWaits })));
export const Workday = lazy(() => work().then((screens) => ({ default: screens.Workday })));
export const WorkdayScreens = lazy(() => work().then((screens) => ({ default: screens.WorkdayScreens })));
export const WorkdayWaits = lazy(() => work().then((screens) => ({ default: screens.WorkdayWaits })));
