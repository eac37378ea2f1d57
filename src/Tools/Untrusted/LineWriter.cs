using System.Text;

namespace TokenVaultAgent.Tools.Untrusted;

/// <summary>
/// Lays out words as lines: white space counts once, none stands at either end of a line, and at most one line in a row is empty. Takes time
/// in proportion to what is written, whatever it is.
/// </summary>
internal sealed class LineWriter
{
    private const int MaxBreaks = 2;

    private readonly StringBuilder _text = new();
    private int _breaks;
    private bool _isSpaced;

    /// <param name="keepsLines">Whether a line break in it is one.</param>
    public void Write(ReadOnlySpan<char> words, bool keepsLines = false)
    {
        foreach (var character in words)
        {
            if (keepsLines && character == '\n')
                _breaks++;
            if (character is ' ' or '\t' or '\r' or '\n' or '\f')
            {
                _isSpaced = true;
                continue;
            }

            if (_text.Length > 0)
                Separate();
            (_breaks, _isSpaced) = (0, false);
            _text.Append(character);
        }
    }

    public void Break() => _breaks++;

    public override string ToString() => _text.ToString();

    private void Separate()
    {
        if (_breaks > 0)
            _text.Append('\n', Math.Min(_breaks, MaxBreaks));
        else if (_isSpaced)
            _text.Append(' ');
    }
}
