export { download } from "./node/hub/download.js";
export { HubError } from "./node/hub/hub-client.js";
export type { DownloadProgress, HubOptions } from "./node/hub/settings.js";
export { checkpointFolder, load } from "./node/load.js";
