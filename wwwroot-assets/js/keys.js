// The keyboard: nothing here calls the server by itself, it presses what the page shows.
(() => {
  const { $, $$, shown, refresh, menuKey } = window.ui, root = document.documentElement;
  const on = (type, run) => document.addEventListener(type, run);

  // Keys. An element with data-shortcut is clicked; a row without one raises "rowkey" for the table to answer.
  const typing = t => t.isContentEditable
    || t.matches('textarea,select,input:not([type=checkbox],[type=radio],[type=button],[type=submit],[type=file])');
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
    if (key === 'g' && !modal) { prefix = 'g '; setTimeout(() => prefix = '', 1200); }
    else if (press(key, modal)) e.preventDefault();
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
    if (!row || !/^[a-z]$/.test(key)) return false;
    return !row.dispatchEvent(new CustomEvent('rowkey', { bubbles: true, cancelable: true, detail: { key, row: row.dataset.row } }));
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
})();
