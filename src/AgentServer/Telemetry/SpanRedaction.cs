using System.Diagnostics;
using OpenTelemetry;

namespace TokenVaultAgent.AgentServer.Telemetry;

/// <summary>
/// Leaves of a provider's URL only where it went: its path holds addresses and ids of items, its query what was searched for. Of a request
/// to this server the route is left: its path can be a live link, its query a code. Of an error its type is left: the MCP SDK describes one
/// by the result that the agent got, with its link.
/// </summary>
internal sealed class SpanRedaction : BaseProcessor<Activity>
{
    private const string Url = "url.full";
    private const string Path = "url.path";
    private const string Query = "url.query";
    private const string Route = "http.route";

    public override void OnEnd(Activity data)
    {
        if (data.GetTagItem(Url) is string url && Uri.TryCreate(url, UriKind.Absolute, out var parsed))
            data.SetTag(Url, parsed.GetLeftPart(UriPartial.Authority));
        if (data.GetTagItem(Path) is not null)
            data.SetTag(Path, data.GetTagItem(Route));
        if (data.GetTagItem(Query) is not null)
            data.SetTag(Query, null);
        if (data.StatusDescription is not null)
            data.SetStatus(data.Status);
    }
}
