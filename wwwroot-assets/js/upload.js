(() => {
  const { $ } = window.ui, on = (type, run) => document.addEventListener(type, run);
  // Uploads over HTTP: form[data-upload-url] holds a file input, the antiforgery field, a <progress> and the line [data-upload-state].
  const upload = form => {
    const bar = $('progress', form), box = bar?.closest('[data-uploading]'), request = new XMLHttpRequest();
    if (!$('input[type=file]', form).files.length) return;
    const done = ok => {
      if (box) box.hidden = true;
      $('input[type=file]', form).value = '';
      const detail = { ok, status: request.status, json: request.responseText || '' };
      form.dispatchEvent(new CustomEvent('uploaded', { bubbles: true, detail }));
    };
    request.upload.onprogress = e => { if (bar && e.lengthComputable) { bar.max = e.total; bar.value = e.loaded; } };
    request.onload = () => done(request.status >= 200 && request.status < 300);
    request.onerror = request.onabort = () => done(false);
    request.open('POST', form.dataset.uploadUrl);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('RequestVerificationToken', $('[name=__RequestVerificationToken]', form)?.value ?? '');
    request.send(new FormData(form));
    if (box) box.hidden = false;
    $('[data-upload-cancel]', form)?.addEventListener('click', () => request.abort(), { once: true });
  };
  const drop = e => e.target.closest?.('[data-upload-url]');
  on('change', e => { if (e.target.type === 'file' && drop(e)) upload(drop(e)); });
  on('submit', e => { if (drop(e)) { e.preventDefault(); upload(drop(e)); } });
  on('dragover', e => { if (drop(e)) { e.preventDefault(); drop(e).classList.add('over'); } });
  on('dragleave', e => drop(e)?.classList.remove('over'));
  on('drop', e => {
    const form = drop(e);
    if (!form) return;
    e.preventDefault();
    form.classList.remove('over');
    $('input[type=file]', form).files = e.dataTransfer.files;
    upload(form);
  });
  for (const name of ['uploaded', 'rowkey'])
    window.Blazor?.registerCustomEventType(name, { createEventArgs: e => { if (name === 'rowkey') e.preventDefault(); return e.detail; } });
})();
