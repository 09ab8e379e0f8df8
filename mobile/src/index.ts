import { registerRootComponent } from "expo";
import { App } from "./App";
import { hideInSwitcher } from "./platform/screen";

hideInSwitcher();
registerRootComponent(App);
