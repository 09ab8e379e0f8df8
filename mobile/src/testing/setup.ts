import { i18n } from "@lingui/core";
import "@/l10n/plural-rules";

// Screens are asked for by the words they show, and those are Spanish.
i18n.load("es", {});
i18n.activate("es");
