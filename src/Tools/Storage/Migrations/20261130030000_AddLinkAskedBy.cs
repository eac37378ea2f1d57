using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TokenVaultAgent.Tools.Storage.Migrations
{
    /// <inheritdoc />
    public partial class AddLinkAskedBy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AskedBy",
                table: "ConsentLinks",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "AskedBy",
                table: "ConsentLinks");
        }
    }
}
