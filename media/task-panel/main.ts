import { loadTexts } from "../shared/texts.ts";
import "../shared/shared.css";
import { TaskPanel } from "./task-panel.ts";
import "./task-panel.css";

// The texts have to be there before anything asks for one.
loadTexts();
document.body.append(new TaskPanel());
