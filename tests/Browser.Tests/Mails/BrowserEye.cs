using Microsoft.Playwright;

namespace TokenVaultAgent.Browser.Tests.Mails;

/// <summary>What a browser lays out of a mail: its words whose boxes are in the window, not cut off, not covered, and in a colour of their own.</summary>
internal static class BrowserEye
{
    /// <summary>A word is looked for wherever it stands as a text of the document.</summary>
    private const string Look = """
        words => {
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const rgba = color => {
            canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = '#000'; canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r / 255, g / 255, b / 255, a / 255];
          };
          const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
          const light = c => [0.2126, 0.7152, 0.0722].reduce((sum, k, i) => sum + k * (c[i] <= 0.04045 ? c[i] / 12.92 : ((c[i] + 0.055) / 1.055) ** 2.4), 0.05);
          const ancestors = element => { const all = []; for (let e = element; e; e = e.parentElement) all.push(e); return all; };
          const isSeen = node => {
            const parent = node.parentElement, style = getComputedStyle(parent), above = ancestors(parent);
            // What has no box of its own is in that of another.
            if (!above.find(e => getComputedStyle(e).display !== 'contents').checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
            const range = document.createRange();
            range.selectNodeContents(node);
            let opacity = 1, paper = [1, 1, 1, 1];
            for (const e of above) {
              const s = getComputedStyle(e);
              opacity *= +s.opacity;
              const filter = /opacity\(([\d.]+)(%?)\)/.exec(s.filter);
              if (filter) opacity *= filter[1] / (filter[2] ? 100 : 1);
              if (/blur\((\d+)px\)/.exec(s.filter)?.[1] > 4) return false;
              if ((s.maskImage ?? 'none') !== 'none' && /rgba\(0, 0, 0, 0\)|transparent/.test(s.maskImage)) return false;
            }
            for (const e of above.slice().reverse()) {
              const s = getComputedStyle(e);
              if (s.display === 'contents') continue;
              paper = over(rgba(s.backgroundColor), paper);
              const gradient = /gradient\((?:[^,(]*deg, )?(rgba?\([^)]*\))/.exec(s.backgroundImage);
              if (gradient) paper = over(rgba(gradient[1]), paper);
            }
            const color = rgba(style.webkitTextFillColor || style.color);
            const ink = over([...color.slice(0, 3), color[3] * opacity], paper);
            const contrast = Math.max(light(ink), light(paper)) / Math.min(light(ink), light(paper));
            if (contrast < 1.5) return false;
            if (parseFloat(style.fontSize) < 5) return false;
            const letters = node.data.trim().length;
            let whole = 0, seen = 0, isCovered = false;
            for (const r of range.getClientRects()) {
              whole += r.width * r.height;
              let left = Math.max(r.left, 0), top = Math.max(r.top, 0), right = Math.min(r.right, innerWidth), bottom = r.bottom;
              for (const e of above) {
                const s = getComputedStyle(e), b = e.getBoundingClientRect();
                if (s.display === 'inline' || s.display === 'contents') continue;
                if (s.overflowX !== 'visible') [left, right] = [Math.max(left, b.left), Math.min(right, b.right)];
                if (s.overflowY !== 'visible') [top, bottom] = [Math.max(top, b.top), Math.min(bottom, b.bottom)];
              }
              if (right <= left || bottom <= top) continue;
              seen += (right - left) * (bottom - top);
              if (bottom > innerHeight) continue;
              const own = above.find(e => getComputedStyle(e).display !== 'contents');
              let isThere = false;
              for (const hit of document.elementsFromPoint((left + right) / 2, (top + bottom) / 2)) {
                isThere = hit === own || own.contains(hit);
                if (isThere || hit.contains(own)) break;
                if (hit.localName === 'img' || rgba(getComputedStyle(hit).backgroundColor)[3] > 0) isCovered = true;
              }
              // An element within a line is not always found; one that is clipped never is.
              if (!isThere && above.some(e => getComputedStyle(e).clipPath !== 'none')) isCovered = true;
            }
            return whole > letters * 4 && seen > whole * 0.7 && !isCovered;
          };
          const seen = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const word = words.find(w => walker.currentNode.data.includes(w));
            if (word && isSeen(walker.currentNode)) seen.push(word);
          }
          return seen;
        }
        """;

    /// <summary>The words that are seen in windows of each of these widths.</summary>
    public static async Task<HashSet<string>> SeeAsync(IPage page, string html, int[] widths, IReadOnlyList<string> words)
    {
        await page.SetContentAsync(html, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        HashSet<string> seen = [.. words];
        foreach (var width in widths)
        {
            await page.SetViewportSizeAsync(width, 6_000);
            seen.IntersectWith(await page.EvaluateAsync<string[]>(Look, words));
        }

        return seen;
    }
}
