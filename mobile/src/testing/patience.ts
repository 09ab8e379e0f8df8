// A PIN is computed slowly on purpose, a room is a chunk of its own, and the machine may be busy with other tests.
import { configure } from "@testing-library/react-native";

configure({ asyncUtilTimeout: 10_000 });
