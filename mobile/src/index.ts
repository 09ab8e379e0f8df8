import { registerRootComponent } from "expo";
import { App } from "./App";
import { hideInSwitcher, keepForLater } from "./platform/screen";

hideInSwitcher();
registerRootComponent(App);
keepForLater();
