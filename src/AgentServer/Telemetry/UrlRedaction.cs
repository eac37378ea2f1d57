using System.Diagnostics;
using OpenTelemetry;

namespace TokenVaultAgent.AgentServer.Telemetry;

/// <summary>Leaves of a provider's URL only where it went: its path holds addresses and ids of items, its query what was searched for.</summary>
internal sealed class UrlRedaction : BaseProcessor<Activity>
{
    private const string Url = "url.full";

    public override void OnEnd(Activity data)
    {
        if (data.GetTagItem(Url) is string url && Uri.TryCreate(url, UriKind.Absolute, out var parsed))
            data.SetTag(Url, parsed.GetLeftPart(UriPartial.Authority));
    }
}
