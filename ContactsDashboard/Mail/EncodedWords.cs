using System.Buffers;
using System.Text;

namespace ContactsDashboard.Mail;

/// <summary>Decodes RFC 2047 encoded-words wherever they stand, also inside quotes and where they are broken.</summary>
internal static class EncodedWords
{
    private const string Opening = "=?";

    public static string Decode(string text)
    {
        if (!text.Contains(Opening, StringComparison.Ordinal))
            return text;
        var decoded = new StringBuilder(text.Length);
        new Decoder(text, decoded).Run();
        return decoded.ToString();
    }

    private ref struct Decoder(ReadOnlySpan<char> text, StringBuilder decoded)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private readonly StringBuilder _base64 = new();
        private ReadOnlySpan<char> _charset;
        private ForwardFinder _openings = new(text, Opening);
        private ForwardFinder _terminators = new(text, "?=");

        public void Run()
        {
            var literalStart = 0;
            for (var start = _openings.Find(0); start < _text.Length;)
            {
                if (!EncodedWord.TryRead(_text, start, ref _terminators, out var word))
                {
                    start = _openings.Find(start + 2);
                    continue;
                }
                TakeLiteral(_text[literalStart..start]);
                TakeWord(word);
                literalStart = word.End;
                start = _openings.Find(literalStart);
            }
            FlushBytes();
            decoded.Append(_text[literalStart..]);
        }

        /// <summary>White space between two encoded words is not part of the text (RFC 2047 section 6.2).</summary>
        private void TakeLiteral(ReadOnlySpan<char> literal)
        {
            if (_charset.IsEmpty ? literal.IsEmpty : literal.IsWhiteSpace())
                return;
            FlushBytes();
            decoded.Append(literal);
        }

        /// <summary>Words of one charset are joined as bytes: a character may be split over two of them, against the rules.</summary>
        private void TakeWord(EncodedWord word)
        {
            var content = _text[word.Content];
            if (!_charset.Equals(_text[word.Charset], StringComparison.OrdinalIgnoreCase))
                FlushBytes();
            _charset = _text[word.Charset];
            if (word.IsBase64)
            {
                _base64.Append(content);
                if (content.EndsWith("=") || content.Length % 4 == 0)
                    FlushBase64();
                return;
            }
            FlushBase64();
            TransferDecoder.DecodeQ(content, _bytes);
        }

        private void FlushBase64()
        {
            if (_base64.Length == 0)
                return;
            TransferDecoder.DecodeBase64(_base64.ToString(), _bytes);
            _base64.Clear();
        }

        private void FlushBytes()
        {
            FlushBase64();
            if (_bytes.WrittenCount > 0)
                decoded.Append(Charsets.Decode(_bytes.WrittenSpan, _charset));
            _bytes.ResetWrittenCount();
            _charset = default;
        }
    }
}
