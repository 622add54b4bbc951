// What the browser must do itself. Markup is the contract: elements carry data-* attributes and Blazor renders them.
(() => {
  const $ = (s, el = document) => el.querySelector(s), $$ = (s, el = document) => [...el.querySelectorAll(s)];
  const root = document.documentElement;
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
        [...all.slice(at + 1), ...all.slice(0, at + 1)]
          .find(i => i.textContent.trim().toLowerCase().startsWith(e.key.toLowerCase()))?.focus();
    }
    e.preventDefault();
    e.stopPropagation();
  };
  const outside = e => $$('ui-menu:popover-open')
    .forEach(m => { if (!m.contains(e.target) && !m.anchor?.contains(e.target)) m.close(false); });
  on('pointerdown', outside);
  on('scroll', outside, { capture: true, passive: true });
  addEventListener('resize', () => $$('ui-menu:popover-open').forEach(m => m.close(false)));

  on('click', e => {
    const hit = s => e.target.closest?.(s);
    const theme = hit('[data-theme-set]')?.dataset.themeSet, copy = hit('[data-copy]');
    const opener = hit('[data-dialog]'), button = hit('[data-menu]');
    if (theme) { cookie('theme', theme); root.dataset.theme = theme; }
    if (copy) copyText(copy);
    if (opener) { refresh(); show(document.getElementById(opener.dataset.dialog)); }
    if (button) { refresh(); const m = document.getElementById(button.dataset.menu); m.matches(':popover-open') ? m.close() : m.open(); }
    const item = hit('[role^=menuitem]');
    // Later: the server must hear the click before it hears that the menu closed.
    if (item && item.ariaDisabled !== 'true') setTimeout(() => item.closest('ui-menu')?.close());
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

  // The connection. Works with the classes every version of the script sets.
  const lost = $('#components-reconnect-modal'), has = s => lost.classList.contains('components-reconnect-' + s);
  const retry = async () => {
    try { if (!await Blazor.reconnect()) location.reload(); } catch { /* still unreachable: the button stays */ }
  };
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
  window.ui = {
    $, $$, shown, refresh, menuKey,
    show: id => show(document.getElementById(id)),
    hide: id => document.getElementById(id)?.close(),
    focus: id => document.getElementById(id)?.focus(),
  };
})();
