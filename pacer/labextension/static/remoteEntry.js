// What JupyterLab loads: a module federation container, written by hand, so that the extension is
// the plain JavaScript beside this file and no builder runs when pacer is installed.
{
  const here = document.currentScript.src;
  let shared = {};
  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB["talk-pacer"] = {
    init: (scope) => {
      shared = scope;
    },
    get: async (module) => {
      if (module !== "./extension") throw new Error(`talk-pacer has no ${module}`);
      const { makePlugin } = await import(new URL("plugin.js", here).href);
      // JupyterLab's own packages, as it has loaded them; undefined where an application lacks one
      const load = async (name) => {
        const [version] = Object.values(shared[name] ?? {});
        return version ? (await version.get())() : undefined;
      };
      const plugin = await makePlugin(load);
      return () => ({ __esModule: true, default: plugin });
    },
  };
}
