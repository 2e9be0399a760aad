/** @jsxRuntime automatic @jsxImportSource preact */
/** The page before anything was dropped on it. */

export function JudgePage() {
  return (
    <>
      <h1>Judge a file</h1>
      <p class="lead">
        Drop recordings of requests to a model: a cassette of this suite, go-vcr, VCR.py, VCR for Ruby or R, a
        HAR of your browser, or the <code>results.jsonl</code> of a run. They are judged here, in your
        browser.
      </p>
      <form id="judge" class="drop">
        <p class="controls">
          <b>Drop files or folders here</b>, or choose{' '}
          <label class="choose">
            files
            <input type="file" name="files" multiple />
          </label>{' '}
          <label class="choose">
            a folder
            <input type="file" name="folder" />
          </label>
        </p>
        <p class="quiet">
          Nothing is uploaded: the policy of this page lets it connect to nothing, which your browser
          enforces. Keys and other credentials are masked in what is shown.
        </p>
        <noscript>
          <p>
            This page needs its script. <code>toolcall-conformance audit FILE</code> judges the same on the
            command line.
          </p>
        </noscript>
        <p class="progress" role="status" />
      </form>
      <section id="judged" aria-label="What was judged" />
      <section id="judged-page" aria-label="Page" tabIndex={-1} />
    </>
  );
}
