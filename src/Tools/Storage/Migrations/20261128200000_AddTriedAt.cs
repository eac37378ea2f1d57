using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TokenVaultAgent.Tools.Storage.Migrations
{
    /// <inheritdoc />
    public partial class AddTriedAt : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "TriedAt",
                table: "Sends",
                nullable: false,
                defaultValue: 0L);

            // Of what was under way before it was noted, no more is known than when it was first asked for.
            migrationBuilder.Sql("UPDATE \"Sends\" SET \"TriedAt\" = \"CreatedAt\" WHERE \"State\" = 'Sending'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "TriedAt",
                table: "Sends");
        }
    }
}
