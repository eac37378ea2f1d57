using System.Net.Http.Headers;

namespace TokenVaultAgent.Tools.Providers.Http;

/// <summary>
/// Puts a replacement character where JSON has half of one: a provider that cuts a text may cut inside an emoji, and such an answer can be read
/// by no parser, so that one message would hide all others.
/// </summary>
internal sealed class WholeCharactersHandler : DelegatingHandler
{
    private const int EscapeLength = 6;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType is not "application/json")
            return response;
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (!Mend(bytes))
            return response;
        var mended = new ByteArrayContent(bytes);
        foreach (var (name, values) in response.Content.Headers)
            mended.Headers.TryAddWithoutValidation(name, values);
        mended.Headers.ContentType ??= new MediaTypeHeaderValue("application/json");
        response.Content = mended;
        return response;
    }

    /// <summary>Whether there was something to mend.</summary>
    public static bool Mend(Span<byte> json)
    {
        var isMended = false;
        for (var at = 0; json[at..].IndexOf((byte)'\\') is >= 0 and var offset;)
        {
            at += offset;
            if (at + EscapeLength > json.Length)
                break;
            if (IsSurrogate(json[at..], isHigh: true) && at + (2 * EscapeLength) <= json.Length && IsSurrogate(json[(at + EscapeLength)..], isHigh: false))
            {
                at += 2 * EscapeLength;
                continue;
            }

            if (IsSurrogate(json[at..], isHigh: true) || IsSurrogate(json[at..], isHigh: false))
            {
                "\\uFFFD"u8.CopyTo(json[at..]);
                isMended = true;
            }

            // Skips the escaped character, which may itself be a backslash.
            at += 2;
        }

        return isMended;
    }

    /// <summary><c>\uD800</c> to <c>\uDBFF</c>, or to <c>\uDFFF</c> from there.</summary>
    private static bool IsSurrogate(ReadOnlySpan<byte> json, bool isHigh)
    {
        if (json.Length < EscapeLength || json[0] != '\\' || json[1] != 'u' || (json[2] | 0x20) != 'd')
            return false;
        var third = json[3] | 0x20;
        return isHigh ? json[3] is (byte)'8' or (byte)'9' || third is 'a' or 'b' : third is 'c' or 'd' or 'e' or 'f';
    }
}
