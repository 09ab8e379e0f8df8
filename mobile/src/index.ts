import { registerRootComponent } from "expo";
import { App } from "./App";
import { beginPushes } from "./platform/push";
import { hideInSwitcher } from "./platform/screen";

beginPushes();
hideInSwitcher();
registerRootComponent(App);
