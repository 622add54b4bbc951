// What the browser must do itself. Markup is the contract: elements carry data-* attributes, Blazor renders them, nothing is called per key.
(() => {
  const $ = (s, el = document) => el.querySelector(s), $$ = (s, el = document) => [...el.querySelectorAll(s)], root = document.documentElement;
  const on = (type, run, options) => document.addEventListener(type, run, options);
  const shown = el => el.isConnected && el.getClientRects().length > 0;
  const cookie = (name, value) =>
    document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax${location.protocol === 'https:' ? ';secure' : ''}`;
  const focusBack = el => queueMicrotask(() => {
    if (document.activeElement !== document.body) return;
    const to = el && shown(el) ? el : $('[data-row][data-current] .row-link') ?? $('main');
    to?.focus();
  });

  // Dialogs: <ui-dialog><dialog>…</dialog></ui-dialog> opens when it appears; <dialog id> opens by [data-dialog=id].
  const show = dialog => {
    if (!dialog || dialog.open) return;
    dialog.showModal();
    (($('[autofocus]', dialog) ?? $('.body :is(input,select,textarea):not([type=hidden],:disabled)', dialog)
      ?? $('[data-safe]', dialog)) || dialog).focus();
  };
  customElements.define('ui-dialog', class extends HTMLElement {
    connectedCallback() {
      queueMicrotask(() => { this.opener = document.activeElement; show($('dialog', this)); });
    }
    disconnectedCallback() { focusBack(this.opener); }
  });
  on('cancel', e => { if (e.target.dataset.busy !== undefined) e.preventDefault(); }, true);
  on('close', e => { if (e.target.matches?.('dialog[data-busy]')) e.target.showModal(); }, true);
  on('pointerdown', e => {
    const d = e.target;
    if (!(d instanceof HTMLDialogElement) || d.dataset.busy !== undefined || d.dataset.sticky !== undefined) return;
    const r = d.getBoundingClientRect();
    if (e.clientX < r.left || e.clientX > r.right || e.clientY < r.top || e.clientY > r.bottom) d.close();
  });

  // Menus: <ui-menu popover="manual" role="menu">. With data-auto it opens when it appears (one for the open row);
  // otherwise its button [data-menu=id] opens it without a round trip.
  const items = menu => $$('[role^=menuitem]', menu).filter(shown);
  customElements.define('ui-menu', class extends HTMLElement {
    connectedCallback() { if (this.dataset.auto !== undefined) queueMicrotask(() => this.open()); }
    disconnectedCallback() { if (this.anchor) focusBack(this.anchor); }
    open(last) {
      if (!this.isConnected || this.matches(':popover-open')) return;
      $$('ui-menu:popover-open').forEach(m => m !== this && m.close());
      const button = this.anchor = this.parentElement.querySelector('[aria-haspopup]');
      this.showPopover();
      const b = button.getBoundingClientRect(), m = this.getBoundingClientRect();
      const left = b.left + b.width / 2 > innerWidth / 2 ? b.right - m.width : b.left;
      const below = b.bottom + 4 + m.height <= innerHeight - 8;
      this.style.left = Math.max(8, Math.min(left, innerWidth - m.width - 8)) + 'px';
      this.style.top = Math.max(8, below ? b.bottom + 4 : b.top - 4 - m.height) + 'px';
      if (this.dataset.auto === undefined) button.setAttribute('aria-expanded', 'true');
      items(this).at(last ? -1 : 0)?.focus({ preventScroll: true });
    }
    close(back = true) {
      if (!this.matches(':popover-open')) return;
      if (back) this.anchor?.focus({ preventScroll: true });
      this.hidePopover();
      if (this.dataset.auto === undefined) this.anchor?.setAttribute('aria-expanded', 'false');
      this.dispatchEvent(new Event('close'));
    }
  });
  const menuKey = (menu, e) => {
    const all = items(menu), at = all.indexOf(document.activeElement), to = i => all.at(i)?.focus();
    switch (e.key) {
      case 'ArrowDown': to((at + 1) % all.length); break;
      case 'ArrowUp': to(at <= 0 ? -1 : at - 1); break;
      case 'Home': to(0); break;
      case 'End': to(-1); break;
      case 'Escape': menu.close(); break;
      case 'Tab': menu.close(); return;
      default:
        if (e.key.length !== 1 || e.key === ' ' || e.ctrlKey || e.metaKey || e.altKey) return;
        [...all.slice(at + 1), ...all.slice(0, at + 1)].find(i => i.textContent.trim().toLowerCase().startsWith(e.key.toLowerCase()))?.focus();
    }
    e.preventDefault();
    e.stopPropagation();
  };
  const outside = e => $$('ui-menu:popover-open').forEach(m => { if (!m.contains(e.target) && !m.anchor?.contains(e.target)) m.close(false); });
  on('pointerdown', outside);
  on('scroll', outside, { capture: true, passive: true });
  addEventListener('resize', () => $$('ui-menu:popover-open').forEach(m => m.close(false)));

  on('click', e => {
    const hit = s => e.target.closest?.(s);
    const theme = hit('[data-theme-set]')?.dataset.themeSet, copy = hit('[data-copy]'), opener = hit('[data-dialog]'), button = hit('[data-menu]');
    if (theme) { cookie('theme', theme); root.dataset.theme = theme; }
    if (copy) copyText(copy);
    if (opener) { refresh(); show(document.getElementById(opener.dataset.dialog)); }
    if (button) { refresh(); const m = document.getElementById(button.dataset.menu); m.matches(':popover-open') ? m.close() : m.open(); }
    const item = hit('[role^=menuitem]');
    if (item && item.ariaDisabled !== 'true') item.closest('ui-menu')?.close();
    if (hit('[data-close]')) hit('dialog')?.close();
    if (hit('[popover] a')) hit('[popover]').hidePopover?.();
    if (e.shiftKey && e.target.matches('.ck input')) range(e.target);
    lastCheck = e.target.matches('.ck input') ? e.target : lastCheck;
  });
  const refresh = () => {
    $$('[data-theme-set]').forEach(i => i.ariaChecked = String(i.dataset.themeSet === (root.dataset.theme || 'system')));
    $$('[data-shortcuts-switch]').forEach(i => i.checked = root.dataset.shortcuts !== 'off');
  };
  on('change', e => {
    if (e.target.dataset?.shortcutsSwitch === undefined) return;
    root.dataset.shortcuts = e.target.checked ? 'on' : 'off';
    cookie('shortcuts', root.dataset.shortcuts);
  });

  // Shift+click ticks everything between two boxes.
  let lastCheck;
  const range = box => {
    const all = $$('[data-row] .ck input'), [from, to] = [all.indexOf(lastCheck), all.indexOf(box)].sort((a, b) => a - b);
    if (from >= 0) all.slice(from + 1, to).forEach(b => { if (b.checked !== box.checked) b.click(); });
  };
  customElements.define('ui-check', class extends HTMLElement {
    static observedAttributes = ['state'];
    connectedCallback() { queueMicrotask(() => this.attributeChangedCallback()); }
    attributeChangedCallback() { const box = $('input', this); if (box) box.indeterminate = this.getAttribute('state') === 'mixed'; }
  });

  const copyText = async button => {
    const text = button.dataset.copy, note = button.parentElement.querySelector('[role=status]');
    try { await navigator.clipboard.writeText(text); } catch {
      const area = Object.assign(document.createElement('textarea'), { value: text });
      button.after(area); area.select(); document.execCommand('copy'); area.remove(); button.focus();
    }
    button.dataset.copied = '';
    if (note) note.textContent = 'Copied';
    setTimeout(() => { delete button.dataset.copied; if (note) note.textContent = ''; }, 1600);
  };

  // Keys. An element with data-shortcut is clicked; a row without one raises "rowkey" for the table to answer.
  const typing = t => t.isContentEditable || t.matches('textarea,select,input:not([type=checkbox],[type=radio],[type=button],[type=submit],[type=file])');
  let prefix = '';
  on('keydown', e => {
    const t = e.target, menu = t.closest?.('ui-menu');
    if (e.defaultPrevented || e.isComposing || !t.matches) return;
    if (menu) return menuKey(menu, e);
    if (t.matches('[aria-haspopup=menu]') && (e.key === 'ArrowDown' || e.key === 'ArrowUp')) {
      e.preventDefault();
      return t.dataset.menu ? (refresh(), document.getElementById(t.dataset.menu).open(e.key === 'ArrowUp')) : t.click();
    }
    if (t.matches('[role=tab]') && /^(Arrow(Left|Right)|Home|End)$/.test(e.key)) {
      const tabs = $$('[role=tab]', t.parentElement), at = tabs.indexOf(t);
      tabs.at({ ArrowLeft: at - 1, ArrowRight: (at + 1) % tabs.length, Home: 0, End: -1 }[e.key]).focus();
      return e.preventDefault();
    }
    if (t.matches('[role=combobox]') && (e.key === 'ArrowDown' || e.key === 'ArrowUp')) return e.preventDefault();
    const modal = $$('dialog:modal').at(-1);
    if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === 'k') {
      const palette = $('[data-palette]');
      if (palette && !modal) { e.preventDefault(); palette.click(); }
      return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey || root.dataset.shortcuts === 'off' || typing(t)) return;
    const key = prefix + (e.key.length === 1 ? e.key.toLowerCase() : e.key);
    prefix = '';
    if (press(key, modal)) e.preventDefault();
    else if (key === 'g') { prefix = 'g '; setTimeout(() => prefix = '', 1200); }
  });
  const press = (key, modal) => {
    const scope = modal ?? document, name = `[data-shortcut="${CSS.escape(key)}"]`;
    const row = document.activeElement.closest('[data-row]') ?? (modal ? null : $('[data-row][data-current]'));
    const click = el => el && (el.click(), true);
    if (row && click($(name, row))) return true;
    if (click($$(name, scope).find(el => !el.closest('[data-row]')))) return true;
    if (modal) return false;
    if (key === '?') return click($('[data-dialog=shortcut-help]'));
    if (key === '/') { const box = $('[data-search]') ?? $('main input[type=search]'); box?.focus(); box?.select(); return !!box; }
    if (key === 'j' || key === 'k') return move(row, key === 'j' ? 1 : -1);
    if (key === 'x') return click(row && $('.ck input', row));
    return row && /^[a-z]$/.test(key) ? !row.dispatchEvent(new CustomEvent('rowkey', { bubbles: true, cancelable: true, detail: { key, row: row.dataset.row } })) : false;
  };
  const move = (row, by) => {
    const rows = $$('[data-row]').filter(shown), at = rows.indexOf(row), next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    ($('.row-link', next ?? document) ?? next)?.focus();
    next?.scrollIntoView({ block: 'nearest' });
    return !!next;
  };
  on('focusin', e => {
    const row = e.target.closest?.('[data-row]');
    if (!row) return;
    $$('[data-current]').forEach(r => r !== row && r.removeAttribute('data-current'));
    row.dataset.current = '';
  });

  // Uploads over HTTP: form[data-upload-url] holds a file input, the antiforgery field, a <progress> and the line [data-upload-state].
  const upload = form => {
    const bar = $('progress', form), box = bar?.closest('[data-uploading]'), request = new XMLHttpRequest();
    if (!$('input[type=file]', form).files.length) return;
    const done = ok => {
      if (box) box.hidden = true;
      $('input[type=file]', form).value = '';
      form.dispatchEvent(new CustomEvent('uploaded', { bubbles: true, detail: { ok, status: request.status, json: request.responseText || '' } }));
    };
    request.upload.onprogress = e => { if (bar && e.lengthComputable) { bar.max = e.total; bar.value = e.loaded; } };
    request.onload = () => done(request.status >= 200 && request.status < 300);
    request.onerror = request.onabort = () => done(false);
    request.open('POST', form.dataset.uploadUrl);
    request.setRequestHeader('Accept', 'application/json');
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

  // The connection. Works with the classes every version of the script sets.
  const lost = $('#components-reconnect-modal'), has = s => lost.classList.contains('components-reconnect-' + s);
  const retry = async () => { try { if (!await Blazor.reconnect()) location.reload(); } catch { /* still unreachable: the button stays */ } };
  if (lost) {
    new MutationObserver(() => {
      if (has('rejected') || has('resume-failed')) location.reload();
      else if (has('show') || has('failed')) { if (!lost.open) lost.showModal(); }
      else if (lost.open) lost.close();
    }).observe(lost, { attributes: true, attributeFilter: ['class'] });
    lost.addEventListener('cancel', e => e.preventDefault());
    $('[data-reconnect]', lost).addEventListener('click', retry);
    on('visibilitychange', () => { if (document.visibilityState === 'visible' && has('failed')) retry(); });
  }
  window.ui = { show: id => show(document.getElementById(id)), hide: id => document.getElementById(id)?.close(), focus: id => document.getElementById(id)?.focus() };
})();
