import "uplot/dist/uPlot.min.css";
import { loadTexts } from "../shared/texts.ts";
import "../shared/shared.css";
import { SpendDashboard } from "./dashboard.ts";
import "./spend-dashboard.css";

// The texts have to be there before anything asks for one.
loadTexts();
document.body.append(new SpendDashboard());
