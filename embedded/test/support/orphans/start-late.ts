/** Loaded before a program (`--import`): lets it begin only when its parent has gone. */
const patience = setInterval(() => undefined, 1000);
if (process.connected) await new Promise((resolve) => process.once('disconnect', resolve));
clearInterval(patience);
