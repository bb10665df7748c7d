variable "vpc_id" {
  type = string
}

variable "database" {
  type      = object({ endpoint = string, password = string })
  sensitive = true
}

variable "image" {
  type = string
}

variable "replicas" {
  type = number
}

resource "terraform_data" "secret" {
  input = sensitive(var.database.password)
}

resource "terraform_data" "service" {
  input = {
    vpc      = var.vpc_id
    image    = var.image
    replicas = var.replicas
    database = nonsensitive(var.database.endpoint)
  }
}

output "url" {
  value = "https://${terraform_data.service.id}.shop.example"
}

output "replicas" {
  value = terraform_data.service.output.replicas
}
